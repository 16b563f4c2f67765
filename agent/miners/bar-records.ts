/** One record of ccminer's text: `NAME=ccminer;VER=2.2.4;KHS=0.61`. */
export type TextRecord = { [field: string]: string }

/**
 * The records of a text in which each ends with a bar. Where the last has none the text may have been cut, and its last field with it:
 * that one field is left out, since half a number is another number.
 */
export function recordsIn(text: string): TextRecord[] {
  const clean = text.replaceAll('\0', '').trim()
  const records = clean.split('|')
  const tail = records.pop() ?? ''
  const whole = records.map(fieldsOf)
  const cut = fieldsOf(tail.replace(/;?[^;]*$/, ''))
  return [...whole, cut].filter((record) => Object.keys(record).length > 0)
}

function fieldsOf(record: string): TextRecord {
  return Object.fromEntries(
    record.split(';').flatMap((field): [string, string][] => {
      const place = field.indexOf('=')
      return place > 0 ? [[field.slice(0, place).trim(), field.slice(place + 1).trim()]] : []
    }),
  )
}
