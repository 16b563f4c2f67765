import { describe, expect, test } from 'vitest'
import { parseMended } from '#agent/miners/antminer-older-web'
import type { MinerReading, Target } from '#agent/miners/miner-reader'
import { readersOf } from '#agent/miners/registry'
import { rigKind } from '#lib/domain/limits'
import { allRecordings, playRecording, type Recording, textOf } from './play-recording'

/** ASICs with a web server, most of which take several pages for one reading. */
const WITH_PAGES = allRecordings().filter(({ transport, kind }) => transport === 'http' && rigKind(kind) !== 'computer')

async function read({ kind }: Recording, target: Target): Promise<MinerReading | undefined> {
  for (const reader of readersOf(kind).filter(({ transport }) => transport === 'http')) {
    const answer = await reader.read(target)
    if (answer.ok) return answer.reading
    expect(answer.problem).toContain('127.0.0.1')
  }
  return undefined
}

function parses(parse: (text: string) => unknown, text: string): boolean {
  try {
    parse(text)
    return true
  } catch {
    return false
  }
}

describe.each(WITH_PAGES)('$name', (recording) => {
  test('cut at every byte, none of its pages passes for a document', () => {
    for (const { reply } of recording.exchanges) {
      const text = textOf(reply).trimEnd()
      for (let end = 0; end < text.length; end++) {
        const cut = text.slice(0, end)
        if (parses(JSON.parse, cut) || parses(parseMended, cut)) expect.fail(`at byte ${end} of ${text.slice(0, 60)}…`)
      }
    }
  })

  test('whichever one page breaks off, nothing else is read out of the rest', async () => {
    let cutAsk = ''
    const { target } = await playRecording(recording, (reply, ask) =>
      ask === cutAsk ? reply.slice(0, reply.length / 2) : reply,
    )
    const whole = await read(recording, target)
    for (const { ask } of recording.exchanges) {
      cutAsk = ask
      const rest = await read(recording, { ...target, timeoutMs: 500 })
      if (rest === undefined) continue
      expect(rest.miner.name, ask).toBe(whole?.miner.name)
      for (const work of rest.work) {
        const told = whole?.work.find(({ algorithm }) => algorithm === work.algorithm) ?? whole?.work[0]
        if (work.algorithm !== told?.algorithm) expect(work.algorithm, ask).toBe('unknown')
        if (work.hashesPerSecond === undefined || told?.hashesPerSecond === undefined) continue
        // The sum of the boards may stand in for a total, never a figure of another size.
        expect(Math.abs(work.hashesPerSecond - told.hashesPerSecond), ask).toBeLessThanOrEqual(
          told.hashesPerSecond * 0.3,
        )
      }
      if (rest.powerWatts !== undefined && rest.powerSource === whole?.powerSource)
        expect(Math.abs(rest.powerWatts - (whole?.powerWatts ?? 0)), ask).toBeLessThan(rest.powerWatts * 0.1)
      expect(rest.devices?.length ?? 0, ask).toBeLessThanOrEqual(whole?.devices?.length ?? 0)
    }
  })
})
