/** Diagonal lines as a fill: gaps, and areas that must not be told by their hue alone. */
export function hatch(context: CanvasRenderingContext2D, colour: string, spacing = 7): CanvasPattern | string {
  const tile = document.createElement('canvas')
  const ratio = window.devicePixelRatio || 1
  const size = Math.round(spacing * ratio)
  tile.width = size
  tile.height = size
  const pen = tile.getContext('2d')
  if (!pen) return colour
  pen.strokeStyle = colour
  pen.lineWidth = ratio
  pen.beginPath()
  for (const shift of [-size, 0, size]) {
    pen.moveTo(shift, size)
    pen.lineTo(shift + size, 0)
  }
  pen.stroke()
  const pattern = context.createPattern(tile, 'repeat')
  pattern?.setTransform(new DOMMatrix().scale(1 / ratio))
  return pattern ?? colour
}
