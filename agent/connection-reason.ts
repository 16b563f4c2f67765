/** What came with a failed connection: Engine.IO puts what the WebSocket said into `description` (its TransportError). */
type Told = { message: string; description?: unknown }

const BY_CODE: { [code: string]: string } = {
  ECONNREFUSED: 'nothing listens there: does the server run, and is the port right?',
  ENOTFOUND: 'no machine of that name is known here: check the address, or write it as numbers such as 192.168.1.10',
  EAI_AGAIN: 'the name cannot be looked up now: does this machine reach its network, and a name server?',
  ETIMEDOUT: 'it does not answer: is the address right, and does a firewall stand between?',
  EHOSTUNREACH: 'no machine answers at that address: is it switched on and in the same network?',
  ENETUNREACH: 'this machine has no way to that network: is its network card connected?',
  ECONNRESET: 'it closed the connection at once: if it speaks https, write https:// in place of http://',
  EPROTO: 'it does not speak https: write http:// in place of https://',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak https: write http:// in place of https://',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak https: write http:// in place of https://',
  CERT_HAS_EXPIRED: 'its certificate has expired, or the clock of this machine is wrong',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet: is the clock of this machine right?',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'its certificate is signed by nobody this machine trusts: name its file in NODE_EXTRA_CA_CERTS',
  SELF_SIGNED_CERT_IN_CHAIN:
    'its certificate is signed by nobody this machine trusts: name its file in NODE_EXTRA_CA_CERTS',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'its certificate is signed by nobody this machine trusts: name its file in NODE_EXTRA_CA_CERTS',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name: use the name that it was made for',
}

/** Why there is no connection, with what to do about it where that is known; else what the library said. */
export function connectionReason(error: Told): string {
  const cause = causeOf(error.description)
  const known = cause?.code === undefined ? undefined : BY_CODE[cause.code]
  if (known !== undefined) return known
  const status = /Unexpected server response: (\d+)/.exec(cause?.message ?? '')?.[1]
  if (status !== undefined)
    return `what answers there is no Davylamp server, or a proxy before it lets no WebSocket through (HTTP ${status})`
  return error.message === 'timeout' ? (BY_CODE.ETIMEDOUT ?? error.message) : (cause?.message ?? error.message)
}

/** The WebSocket's error event holds the error; one of several addresses of a name stands for all. */
function causeOf(description: unknown): { code?: string; message: string } | undefined {
  const event = objectOf(description)
  const error = objectOf(event?.error) ?? event
  const [first] = Array.isArray(error?.errors) ? error.errors : []
  const told = objectOf(first) ?? error
  if (told === undefined) return undefined
  return {
    ...(typeof told.code === 'string' ? { code: told.code } : {}),
    message: typeof told.message === 'string' && told.message !== '' ? told.message : 'no connection',
  }
}

function objectOf(value: unknown): { [key: string]: unknown } | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  return {
    error: Reflect.get(value, 'error'),
    errors: Reflect.get(value, 'errors'),
    code: Reflect.get(value, 'code'),
    message: Reflect.get(value, 'message'),
  }
}
