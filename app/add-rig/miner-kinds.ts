/** What a machine on the network can be, for those who know better than to let it be found out. */
export const MINER_KINDS = [
  { value: 'antminer', label: 'Antminer' },
  { value: 'whatsminer', label: 'Whatsminer' },
  { value: 'avalon', label: 'Avalon' },
  { value: 'bitaxe', label: 'Bitaxe, NerdQAxe' },
  { value: 'braiins', label: 'Braiins OS' },
  { value: 'luxos', label: 'LuxOS' },
  { value: 'sealminer', label: 'Sealminer' },
  { value: 'cgminer', label: 'Another with the cgminer API' },
  { value: 'xmrig', label: 'XMRig' },
  { value: 'trex', label: 'T-Rex' },
  { value: 'lolminer', label: 'lolMiner' },
  { value: 'gminer', label: 'GMiner' },
  { value: 'teamredminer', label: 'TeamRedMiner' },
]
