import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { initWasm, Resvg } from '@resvg/resvg-wasm'

// Two pixels for one: phones have at least as many.
const ZOOM = 2

let ready: Promise<void> | undefined

/** An SVG as PNG, at twice its size, on a transparent ground. No fonts are loaded: text would be left out. */
export async function paintPicture(svg: string): Promise<Uint8Array> {
  ready ??= loadPainter()
  await ready
  const painter = new Resvg(svg, { fitTo: { mode: 'zoom', value: ZOOM }, font: { loadSystemFonts: false } })
  const image = painter.render()
  try {
    return image.asPng()
  } finally {
    image.free()
    painter.free()
  }
}

async function loadPainter(): Promise<void> {
  const file = createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')
  await initWasm(await readFile(file))
}
