import { deviceKinds } from './device-kinds'
import { bitcoinWork, mine } from './mine'
import { describeRig, type RigDescription } from './rig-description'

const POSITIONS_PER_RACK = 24
const RACKS_PER_ROW = 10

/** What stands in the racks: half Antminers, the rest Whatsminers and Avalons. */
const models = [
  {
    prefix: 's19',
    family: 'antminer',
    minerName: 'antminer',
    model: 'Antminer S19j Pro',
    rate: 104e12,
    device: deviceKinds.s19jProBoard,
    tellsPower: false,
  },
  {
    prefix: 'm50',
    family: 'whatsminer',
    minerName: 'whatsminer',
    model: 'Whatsminer M50',
    rate: 114e12,
    device: deviceKinds.m50Board,
    tellsPower: true,
  },
  {
    prefix: 's19',
    family: 'antminer',
    minerName: 'antminer',
    model: 'Antminer S19j Pro',
    rate: 104e12,
    device: deviceKinds.s19jProBoard,
    tellsPower: false,
  },
  {
    prefix: 'a12',
    family: 'avalon',
    minerName: 'avalon',
    model: 'AvalonMiner 1246',
    rate: 83e12,
    device: deviceKinds.a1246Board,
    tellsPower: true,
  },
] as const

/** The mine's twelve rigs and as many ASICs in racks of the barn as make up `count`. */
export function describeFarm(count: number): RigDescription[] {
  const racked = Array.from({ length: Math.max(0, count - mine.length) }, (_, index) => rackedMiner(index))
  return [...mine, ...racked].slice(0, count)
}

function rackedMiner(index: number): RigDescription {
  const rackIndex = Math.floor(index / POSITIONS_PER_RACK)
  const row = String.fromCharCode(65 + (Math.floor(rackIndex / RACKS_PER_ROW) % 26))
  const rack = String((rackIndex % RACKS_PER_ROW) + 1).padStart(2, '0')
  const lap = Math.floor(rackIndex / RACKS_PER_ROW / 26)
  const position = (index % POSITIONS_PER_RACK) + 1
  const model = models[rackIndex % models.length] ?? models[0]
  const place = `${row.toLowerCase()}${lap > 0 ? lap : ''}${rack}-${String(position).padStart(2, '0')}`
  const name = `${model.prefix}-${place}`
  return describeRig({
    name,
    family: model.family,
    minerName: model.minerName,
    model: model.model,
    site: 'barn',
    location: { row: lap > 0 ? `${row}${lap}` : row, rack, position },
    works: [bitcoinWork(model.rate, name)],
    device: model.device,
    deviceCount: 3,
    tells: { power: model.tellsPower, temperature: true },
  })
}
