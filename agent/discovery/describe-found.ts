import { isIPv4 } from 'node:net'
import Papa from 'papaparse'
import { INVENTORY_COLUMNS } from '#lib/domain/inventory-columns'
import { stockLogin } from '#lib/domain/stock-logins'
import type { FoundMachine } from '#lib/wire/discovery'

export type FoundFormat = 'table' | 'json' | 'csv' | 'config'

/** `note` is for the person, beside what a program reads. */
export type FoundText = { text: string; note?: string }

/** What was found, in the way asked for. No password is ever among it. */
export function describeFound(machines: readonly FoundMachine[], format: FoundFormat): FoundText {
  const sorted = machines.toSorted((one, other) => numberOf(one.host) - numberOf(other.host))
  if (format === 'json') return { text: JSON.stringify(sorted, null, 2) }
  if (format === 'csv') return asInventory(sorted)
  if (format === 'config') return asConfig(sorted)
  return { text: asTable(sorted) }
}

/** A first name for a machine: what it is, and the end of its address. */
export function foundName({ model, miner, host }: FoundMachine): string {
  return `${model ?? miner ?? 'Machine'} .${host.split('.').at(-1)}`
}

function asTable(machines: readonly FoundMachine[]): string {
  if (machines.length === 0) {
    return 'No miner answered. Is its API switched on, and is this computer in the same network? docs/miners.md tells how each is switched on.'
  }
  const rows = machines.map((machine) => [
    machine.address,
    machine.miner ?? '—',
    machine.model ?? '—',
    machine.key ?? '—',
    machine.locked ? 'asks for a password' : machine.stockLogin ? 'has its stock login: change it' : '',
  ])
  const head = ['address', 'kind', 'model', 'MAC or serial', '']
  const widths = head.map((cell, column) => Math.max(cell.length, ...rows.map((row) => row[column]?.length ?? 0)))
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function asInventory(machines: readonly FoundMachine[]): FoundText {
  const named = machines.filter(({ key }) => key !== undefined)
  const rows = named.map((machine) => ({ mac: machine.key, name: foundName(machine) }))
  const text = Papa.unparse({ fields: [...INVENTORY_COLUMNS], data: rows }, { escapeFormulae: true, newline: '\n' })
  const left = machines.length - named.length
  if (left === 0) return { text }
  return { text, note: `${left} left out: they tell neither a MAC nor a serial, by which the inventory knows a rig.` }
}

function asConfig(machines: readonly FoundMachine[]): FoundText {
  const open = machines.filter(({ locked }) => !locked)
  const rigs = open.map(({ address, miner, stockLogin: name }) => {
    const login = name === undefined ? undefined : stockLogin(name)
    const secret = login ? { user: login.user, passwordFile: `${login.name}-password` } : {}
    return { targets: [{ address, ...(miner === undefined ? {} : { miner }), ...secret }] }
  })
  const text = JSON.stringify({ rigs }, null, 2)
  const files = new Set(open.flatMap((machine) => (machine.stockLogin ? [`${machine.stockLogin}-password`] : [])))
  const left = machines.length - open.length
  const notes = [
    ...(files.size > 0 ? [`Write the password alone into ${[...files].join(', ')} beside agent.json, mode 0600.`] : []),
    ...(left > 0 ? [`${left} left out: they ask for a password.`] : []),
  ]
  return notes.length > 0 ? { text, note: notes.join(' ') } : { text }
}

function numberOf(host: string): number {
  return isIPv4(host) ? host.split('.').reduce((number, part) => number * 256 + Number(part), 0) : 0
}
