// What terminals take for commands, from the escape character or its one-byte form to the command's end.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const TERMINAL_COMMANDS = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]/g
// Those with a text of their own, such as a window's title or a link.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const TERMINAL_TEXTS = /\u001b[\]PX^_][^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?/g
// Beside line breaks and the like: what turns the direction of writing, joins or hides letters, and halves of letters.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu

/**
 * What a stranger's machine says, on one line that cannot steer a terminal or disguise itself on a page, `longest`
 * characters at most. Empty when nothing is left.
 */
export function plainText(text: string, longest: number): string {
  const plain = text
    .replace(TERMINAL_TEXTS, ' ')
    .replace(TERMINAL_COMMANDS, ' ')
    .replace(UNSEEN, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  if (plain.length <= longest) return plain
  // A letter beyond the basic plane is two; half of one is no text that a database keeps.
  return plain
    .slice(0, longest)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trim()
}
