import Papa from 'papaparse'

/** A line of a file by the names of its columns. */
export type CsvRow = Record<string, string>

/**
 * `1,234.5` and `0,5` as they are meant: a lone comma is a decimal one. `1,200` may mean either and stays as it is, which is
 * no number: a price must not become a thousandth of itself without a word.
 */
export function plainNumber(text: string): string {
  const number = text.replace(/[\s$€£]/g, '')
  // Where both stand, the last one is the decimal one: `1.234,56`.
  if (number.includes('.') && number.lastIndexOf(',') > number.lastIndexOf('.')) {
    return number.replaceAll('.', '').replace(',', '.')
  }
  if (number.includes('.')) return number.replaceAll(',', '')
  if (/^[-+]?[1-9]\d{0,2},\d{3}$/.test(number)) return number
  return number.split(',').length === 2 ? number.replace(',', '.') : number.replaceAll(',', '')
}

/** The columns of a file with a head, and its lines by them. */
export function csvRows(csv: string): { columns: string[]; rows: CsvRow[] } {
  const file = Papa.parse<CsvRow>(csv.replace(/^\uFEFF/, ''), {
    header: true,
    skipEmptyLines: 'greedy',
    transformHeader: (name) => name.trim(),
  })
  return { columns: (file.meta.fields ?? []).filter((name) => name !== ''), rows: file.data }
}
