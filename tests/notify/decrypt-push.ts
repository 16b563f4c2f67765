import { createDecipheriv, createECDH, hkdfSync } from 'node:crypto'

/** A browser's keys, in base64url. */
export type BrowserKeys = { publicKey: string; privateKey: string; auth: string }

/** What a browser does with a push message: RFC 8291, 3 and RFC 8188, 2 (one record, `aes128gcm`). */
export function decryptPush(body: Buffer, { publicKey, privateKey, auth }: BrowserKeys): string {
  const salt = body.subarray(0, 16)
  const senderLength = body.readUInt8(20)
  const sender = body.subarray(21, 21 + senderLength)
  const sealed = body.subarray(21 + senderLength)
  const browser = createECDH('prime256v1')
  browser.setPrivateKey(Buffer.from(privateKey, 'base64url'))
  const shared = browser.computeSecret(sender)
  const keyInfo = Buffer.concat([Buffer.from('WebPush: info\0'), Buffer.from(publicKey, 'base64url'), sender])
  const key = hkdf(shared, Buffer.from(auth, 'base64url'), keyInfo, 32)
  const content = hkdf(key, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
  const nonce = hkdf(key, salt, Buffer.from('Content-Encoding: nonce\0'), 12)
  const decipher = createDecipheriv('aes-128-gcm', content, nonce)
  decipher.setAuthTag(sealed.subarray(-16))
  const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
  // The last record ends with 2 and zeros.
  const end = padded.lastIndexOf(2)
  if (end < 0 || padded.subarray(end + 1).some((byte) => byte !== 0))
    throw new Error('not the padding of a last record')
  return padded.subarray(0, end).toString('utf8')
}

function hkdf(secret: Buffer, salt: Buffer, info: Buffer, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, info, length))
}

export function browserKeys(): BrowserKeys {
  const browser = createECDH('prime256v1')
  const publicKey = browser.generateKeys()
  const auth = createECDH('prime256v1').generateKeys().subarray(1, 17)
  return {
    publicKey: publicKey.toString('base64url'),
    privateKey: browser.getPrivateKey().toString('base64url'),
    auth: auth.toString('base64url'),
  }
}
