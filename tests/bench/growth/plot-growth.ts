export type GrowthPoint = {
  rigs: number
  /** Processor time of the server for each reading stored. */
  microsecondsPerReading: number
  snapshotMs: number
  chartMs: number
  residentMegabytes: number
}

const PANELS: { title: string; of: (point: GrowthPoint) => number; told: (value: number) => string }[] = [
  { title: 'processor a reading, µs', of: (point) => point.microsecondsPerReading, told: (value) => value.toFixed(0) },
  { title: "the fleet's page, ms", of: (point) => point.snapshotMs, told: (value) => value.toPrecision(2) },
  { title: "the fleet's chart of a day, ms", of: (point) => point.chartMs, told: (value) => value.toPrecision(2) },
  { title: "server's memory, MiB", of: (point) => point.residentMegabytes, told: (value) => value.toFixed(0) },
]

const PANEL_WIDTH = 230
const PLOT_HEIGHT = 120
const LEFT = 20
const TOP = 44

/** A picture of four panels, one point a size, rigs on a logarithmic axis and figures from 0; readable on light and dark. */
export function plotGrowth(points: GrowthPoint[], caption: string): string {
  const width = LEFT + PANELS.length * PANEL_WIDTH
  const height = TOP + PLOT_HEIGHT + 64
  const panels = PANELS.map((panel, index) => plotPanel(panel, points, LEFT + index * PANEL_WIDTH))
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<title>What a server takes at 10 to 10,000 rigs</title>
<rect width="100%" height="100%" fill="#fff"/>
${panels.join('\n')}
<text x="${LEFT}" y="${height - 8}" fill="#555">${caption}</text>
</svg>
`
}

function plotPanel({ title, of, told }: (typeof PANELS)[number], points: GrowthPoint[], left: number): string {
  const most = Math.max(...points.map(of))
  const step = (PANEL_WIDTH - 60) / Math.max(1, points.length - 1)
  const placed = points.map((point, index) => ({
    x: left + 16 + index * step,
    y: TOP + PLOT_HEIGHT * (1 - of(point) / (most * 1.15)),
    point,
  }))
  const line = placed.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')
  const base = TOP + PLOT_HEIGHT
  const marks = placed.map(
    ({ x, y, point }) =>
      `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="3.5" fill="#0b7285"/>` +
      `<text x="${x.toFixed(1)}" y="${(y - 8).toFixed(1)}" text-anchor="middle" fill="#222">${told(of(point))}</text>` +
      `<text x="${x.toFixed(1)}" y="${base + 18}" text-anchor="middle" fill="#555">${point.rigs.toLocaleString('en')}</text>`,
  )
  return [
    `<text x="${left}" y="20" font-weight="bold" fill="#222">${title}</text>`,
    `<line x1="${left}" y1="${base}" x2="${left + PANEL_WIDTH - 28}" y2="${base}" stroke="#999"/>`,
    `<polyline points="${line}" fill="none" stroke="#0b7285" stroke-width="1.5"/>`,
    ...marks,
    `<text x="${left}" y="${base + 34}" fill="#555">rigs</text>`,
  ].join('\n')
}
