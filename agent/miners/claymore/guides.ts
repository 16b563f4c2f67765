import type { MinerGuide } from '../miner-reader'

const REACHED = 'TCP 3333, one JSON object a line; password where it was started with one'
const TELLS =
  'rate in all and by GPU, temperatures, fans, shares, pool; the algorithm only where its first text names the coin'
const CAPTURES = 'github.com/delawr0190/foreman-apps, test data (recorded)'

/** What a person should know of everything that speaks Claymore's dialect. */
export const CLAYMORE_GUIDES: readonly MinerGuide[] = [
  {
    kind: 'claymore',
    machines: 'Claymore’s Dual, CryptoNight and ZCash miners',
    reached: REACHED,
    tells: `${TELLS}; both algorithms’ rates, the second one’s name never; bus numbers`,
    switchOn: 'start it with `-mport -3333`: on as shipped, and the minus makes it read-only',
    source: CAPTURES,
    evidence: 'recorded',
  },
  {
    kind: 'phoenixminer',
    machines: 'PhoenixMiner',
    reached: REACHED,
    tells: `${TELLS}; bus numbers, watts in newer versions`,
    switchOn: 'start it with `-cdm 1 -cdmport 3333`: on as shipped and read-only',
    source: CAPTURES,
    evidence: 'recorded',
  },
  {
    kind: 'ethminer',
    machines: 'ethminer and its forks (kawpowminer, progpowminer, serominer, …)',
    reached: REACHED,
    tells:
      'rate in all and by GPU, card names and bus numbers, temperatures, fans, watts, shares, pool and user; a fork’s algorithm by its name',
    switchOn: 'start it with `--api-bind 0.0.0.0:-3333 --HWMON 2`: the minus makes it read-only',
    source: 'github.com/ethereum-mining/ethminer, docs/API_DOCUMENTATION.md and libapicore/ApiServer.cpp',
    evidence: 'documented',
  },
  {
    kind: 'ttminer',
    machines: 'TT-Miner',
    reached: REACHED,
    tells: TELLS,
    switchOn: 'start it with `-api-bind 0.0.0.0:3333`',
    source: CAPTURES,
    evidence: 'recorded',
  },
  ...['lolminer', 'teamredminer', 'nanominer'].map(
    (kind): MinerGuide => ({
      kind,
      machines: 'The same miner through its Claymore door; its own API tells more',
      reached: REACHED,
      tells: TELLS,
      switchOn: 'its option for a Claymore-compatible port (`--cm_api_listen`, `mport`)',
      source: 'field order as in Claymore’s own',
      evidence: 'unverified',
    }),
  ),
]
