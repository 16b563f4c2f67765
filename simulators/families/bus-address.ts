/** PCI bus number of the nth GPU: risers hang on every second bus. */
export function busNumber(device: number): number {
  return 1 + device * 2
}

/** "03:00.0": bus in hexadecimal, as lspci prints it. */
export function busAddress(device: number): string {
  return `${busNumber(device).toString(16).padStart(2, '0')}:00.0`
}
