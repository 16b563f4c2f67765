import type { FaultKind, RigFault } from './rig-faults'
import type { SimulatedRig } from './simulated-rig'

/** One thing that happens in the demo, `atSeconds` after its story began. */
export type StoryEvent = {
  atSeconds: number
  rig: string
  /** In words, for one line on the terminal. */
  text: string
} & ({ fault: RigFault } | { clears: FaultKind })

/** The rhythm of the later rounds: another round of milder trouble every ten minutes. */
export const ROUND_SECONDS = 600

/**
 * The first minutes. `antminer-03` goes dark at once, because offline is 60 s of silence; `whatsminer-01` stands still
 * for longer than the 5 min after which unchanged figures count as frozen; the rest has recovered by about 4:00.
 */
export const storyEvents: StoryEvent[] = [
  { atSeconds: 0.5, rig: 'antminer-03', text: 'antminer-03 goes dark', fault: { kind: 'dark' } },
  {
    atSeconds: 4,
    rig: 'gpu-rig-2',
    text: 'gpu-rig-2: the memory of GPU 4 begins to overheat',
    fault: { kind: 'overheat', device: 4, part: 'memory' },
  },
  {
    atSeconds: 70,
    rig: 'whatsminer-01',
    text: 'whatsminer-01 freezes: it answers, but nothing moves',
    fault: { kind: 'freeze' },
  },
  { atSeconds: 90, rig: 'gpu-rig-1', text: 'gpu-rig-1 loses GPU 2', fault: { kind: 'lose-device', device: 2 } },
  { atSeconds: 200, rig: 'gpu-rig-2', text: 'gpu-rig-2 cools down', clears: 'overheat' },
  { atSeconds: 225, rig: 'antminer-03', text: 'antminer-03 answers again', clears: 'dark' },
  { atSeconds: 240, rig: 'gpu-rig-1', text: 'gpu-rig-1 has all its GPUs again', clears: 'lose-device' },
  { atSeconds: 400, rig: 'whatsminer-01', text: 'whatsminer-01 moves again', clears: 'freeze' },
]

const hotRigs = [
  { rig: 'nicehash-1', part: 'core' },
  { rig: 'gpu-rig-3', part: 'hotspot' },
  { rig: 'avalon-01', part: 'core' },
  { rig: 'gpu-dual-1', part: 'memory' },
  { rig: 'gpu-rig-2', part: 'memory' },
] as const
const darkRigs = ['avalon-01', 'xmrig-desk', 'antminer-01', 'whatsminer-01', 'antminer-03'] as const
const losingRigs = ['gpu-dual-1', 'whatsminer-01', 'nicehash-1', 'gpu-rig-3', 'gpu-rig-1'] as const

/** A later round (1, 2, …), counted from the story's beginning: another hot rig, another dark one, another lost device. */
export function laterRound(round: number): StoryEvent[] {
  const pick = <Choice>(choices: readonly Choice[], otherwise: Choice): Choice =>
    choices[(round - 1) % choices.length] ?? otherwise
  const hot = pick<(typeof hotRigs)[number]>(hotRigs, hotRigs[0])
  const dark = pick<string>(darkRigs, darkRigs[0])
  const losing = pick<string>(losingRigs, losingRigs[0])
  const at = (seconds: number) => round * ROUND_SECONDS + seconds
  return [
    {
      atSeconds: at(30),
      rig: hot.rig,
      text: `${hot.rig} overheats`,
      fault: { kind: 'overheat', device: 1, part: hot.part },
    },
    { atSeconds: at(90), rig: losing, text: `${losing} loses a device`, fault: { kind: 'lose-device', device: 0 } },
    { atSeconds: at(150), rig: dark, text: `${dark} goes dark`, fault: { kind: 'dark' } },
    { atSeconds: at(210), rig: hot.rig, text: `${hot.rig} cools down`, clears: 'overheat' },
    { atSeconds: at(330), rig: losing, text: `${losing} is whole again`, clears: 'lose-device' },
    { atSeconds: at(360), rig: dark, text: `${dark} answers again`, clears: 'dark' },
  ]
}

export type StoryOptions = {
  /** Milliseconds; real time unless told. */
  clock?: () => number
  /** Told of every event when it happens. */
  onEvent?: (event: StoryEvent) => void
}

/**
 * Plays the story on the given rigs from now on (call it once the first readings are in), round after round until
 * stopped. Events of rigs that are not there are left out. Stopping leaves the rigs as they are.
 */
export function startStory(rigs: Iterable<{ rig: SimulatedRig }>, options: StoryOptions = {}): { stop(): void } {
  const clock = options.clock ?? Date.now
  const byName = new Map([...rigs].map(({ rig }) => [rig.description.name, rig]))
  const beganAtMs = clock()
  let round = 0
  let coming = [...storyEvents]
  let timer: NodeJS.Timeout | undefined

  const playDue = () => {
    const seconds = (clock() - beganAtMs) / 1000
    for (let next = coming[0]; next && next.atSeconds <= seconds; next = coming[0]) {
      coming.shift()
      const rig = byName.get(next.rig)
      if (rig) {
        if ('fault' in next) rig.apply(next.fault)
        else rig.clear(next.clears)
        options.onEvent?.(next)
      }
      if (coming.length === 0) coming = laterRound(++round)
    }
    const waitSeconds = (coming[0]?.atSeconds ?? 0) - (clock() - beganAtMs) / 1000
    timer = setTimeout(playDue, Math.max(1, Math.ceil(waitSeconds * 1000)))
    timer.unref()
  }
  playDue()
  return { stop: () => clearTimeout(timer) }
}
