/** A login that machines of a family are shipped with. `name` goes over the wire and into tables, never the password. */
export type StockLogin = { name: string; family: string; user: string; password: string }

/**
 * What is public about machines as they are shipped, from their makers' manuals (the `reached` of each reader in
 * `agent/miners/`). Names stay for ever: agents older and newer than the server speak of them.
 */
export const STOCK_LOGINS: readonly StockLogin[] = [
  { name: 'antminer', family: 'antminer-web', user: 'root', password: 'root' },
  { name: 'antminer-older', family: 'antminer-older-web', user: 'root', password: 'root' },
  { name: 'mara', family: 'mara', user: 'root', password: 'root' },
  { name: 'braiins', family: 'braiins-web', user: 'root', password: 'root' },
  { name: 'vnish', family: 'vnish', user: 'admin', password: 'admin' },
  { name: 'auradine', family: 'auradine-web', user: 'admin', password: 'admin' },
  { name: 'goldshell', family: 'goldshell', user: 'admin', password: '123456789' },
  { name: 'iceriver', family: 'iceriver', user: 'admin', password: '12345678' },
  { name: 'jasminer', family: 'jasminer', user: 'root', password: 'root' },
  { name: 'innosilicon', family: 'innosilicon', user: 'admin', password: 'admin' },
]

/** The login of that name; undefined for one that this version does not know. */
export function stockLogin(name: string): StockLogin | undefined {
  return STOCK_LOGINS.find((login) => login.name === name)
}
