import { hashPassword as hashWithScrypt } from 'better-auth/crypto'
import { commonPasswords } from './common-passwords.ts'

export const MINIMUM_PASSWORD_LENGTH = 8
export const MAXIMUM_PASSWORD_LENGTH = 128

/** What is wrong with a password, in a sentence for the person who chose it; undefined when nothing is. */
export function passwordComplaint(password: string): string | undefined {
  if (password.length < MINIMUM_PASSWORD_LENGTH) {
    return `The password needs at least ${MINIMUM_PASSWORD_LENGTH} characters; it has ${password.length}.`
  }
  if (password.length > MAXIMUM_PASSWORD_LENGTH) {
    return `The password may have at most ${MAXIMUM_PASSWORD_LENGTH} characters; it has ${password.length}.`
  }
  if (commonPasswords.has(password.toLowerCase()) || /^(.)\1*$/u.test(password)) {
    return 'This password is among the first that anybody would try. Choose another, for example four words that do not belong together.'
  }
  return undefined
}

/** scrypt, as Better Auth verifies it; runs outside of the main thread. */
export function hashPassword(password: string): Promise<string> {
  return hashWithScrypt(password)
}
