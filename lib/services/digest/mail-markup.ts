// Markup that mail readers agree on: tables, styles on each element, and one style block for those that know dark mode.

/** The product's colours (look.md of the pages: app/theme/tokens.css), which a mail cannot take from there. */
const LIGHT = {
  ground: '#f6f6f4',
  surface: '#ffffff',
  line: '#dedfda',
  text: '#16191d',
  muted: '#5b6470',
  link: '#1658c4',
  good: '#0b7a55',
  warn: '#8a5a00',
  critical: '#c0271d',
}
const DARK: typeof LIGHT = {
  ground: '#0e1013',
  surface: '#15181d',
  line: '#262b33',
  text: '#e9ebee',
  muted: '#9ba4af',
  link: '#7fb2ff',
  good: '#3ecf9a',
  warn: '#f5b83d',
  critical: '#ff7a70',
}

export type Ink = 'text' | 'muted' | 'link' | 'good' | 'warn' | 'critical'

const FONT = "Inter,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"

/** Text that people chose, as text: nothing in it is markup. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

/** A line of text; `html` must be escaped already. */
export function line(html: string, options: { ink?: Ink; size?: number; bold?: boolean; above?: number } = {}): string {
  const { ink = 'text', size = 14, bold = false, above = 0 } = options
  const style = `margin:${above}px 0 0;color:${LIGHT[ink]};font-size:${size}px;line-height:1.45;overflow-wrap:anywhere;font-weight:${bold ? 600 : 400}`
  return `<p class="${ink}" style="${style}">${html}</p>`
}

export function link(href: string, html: string): string {
  return `<a class="link" href="${escapeHtml(href)}" style="color:${LIGHT.link};text-decoration:underline">${html}</a>`
}

/** A span in another colour than its line's. */
export function tinted(ink: Ink, html: string): string {
  return `<span class="${ink}" style="color:${LIGHT[ink]}">${html}</span>`
}

export function heading(words: string): string {
  const style = `margin:0 0 8px;color:${LIGHT.text};font-size:18px;line-height:1.3;font-weight:600`
  return `<h2 class="text" style="${style}">${escapeHtml(words)}</h2>`
}

/** Rows of two: what it is, and its figure at the right. */
export function pairs(rows: { name: string; value: string; ink?: Ink }[]): string {
  const cell = (html: string, ink: Ink, align: string) =>
    `<td class="${ink} ruled" align="${align}" style="padding:6px 0;border-top:1px solid ${LIGHT.line};color:${LIGHT[ink]};font-size:14px;line-height:1.4;font-variant-numeric:tabular-nums">${html}</td>`
  const all = rows.map(
    ({ name, value, ink = 'text' }) => `<tr>${cell(name, 'muted', 'left')}${cell(value, ink, 'right')}</tr>`,
  )
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin-top:8px;border-collapse:collapse">${all.join('')}</table>`
}

/** A surface with what belongs together. */
export function card(html: string): string {
  const style = `padding:16px;background:${LIGHT.surface};border:1px solid ${LIGHT.line};border-radius:8px`
  return `<tr><td class="surface" style="${style}">${html}</td></tr><tr><td style="height:12px;line-height:12px;font-size:0">&#160;</td></tr>`
}

/** The whole page; `preview` is what lists of mails show beside the subject. */
export function page(title: string, preview: string, rows: string): string {
  const dark = (['text', 'muted', 'link', 'good', 'warn', 'critical'] as const)
    .map((ink) => `.${ink}{color:${DARK[ink]}!important}`)
    .join('')
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    `<title>${escapeHtml(title)}</title>`,
    '<style>:root{color-scheme:light dark}@media (prefers-color-scheme:dark){',
    `.ground{background:${DARK.ground}!important}.surface{background:${DARK.surface}!important;border-color:${DARK.line}!important}`,
    `.ruled{border-color:${DARK.line}!important}${dark}}</style></head>`,
    `<body class="ground" style="margin:0;padding:0;background:${LIGHT.ground};font-family:${FONT}">`,
    `<div style="display:none;max-height:0;overflow:hidden">${escapeHtml(preview)}</div>`,
    `<table class="ground" role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:${LIGHT.ground};font-family:${FONT}">`,
    '<tr><td align="center" style="padding:16px 12px">',
    `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px;text-align:left">${rows}</table>`,
    '</td></tr></table></body></html>',
  ].join('\n')
}
