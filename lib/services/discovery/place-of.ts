/** `http://10.0.0.7:4067/` and `10.0.0.7:4067` are one place. */
export function placeOf(address: string): string {
  return address
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/\/.*$/, '')
    .toLowerCase()
}

/** The place without its port; machines are found by IPv4 addresses only. */
export function hostOf(address: string): string {
  return placeOf(address).replace(/:\d+$/, '')
}
