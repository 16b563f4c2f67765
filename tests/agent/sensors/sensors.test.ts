import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readAmdgpu } from '#agent/sensors/amdgpu'
import { readCpu } from '#agent/sensors/cpu'
import { parseNvidiaSmi, readNvidiaSmi } from '#agent/sensors/nvidia-smi'
import { readRapl } from '#agent/sensors/rapl'

function tree(files: { [path: string]: string }): string {
  const root = mkdtempSync(join(tmpdir(), 'sensors-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

test('nvidia-smi: what a card does not tell is absent; a lost card is no card', () => {
  const text =
    '0, 00000000:01:00.0, 61, 88, 228.51, 70, 1410, NVIDIA GeForce RTX 3080\n1, 00000000:0A:00.0, 55, N/A, [N/A], [Not Supported], [Unknown Error], Tesla, the second\nUnable to determine the device handle for GPU 0000:04:00.0: GPU is lost.\n'
  expect(parseNvidiaSmi(text)).toEqual([
    {
      index: 0,
      kind: 'gpu',
      name: 'NVIDIA GeForce RTX 3080',
      busId: '01:00.0',
      temperatureCelsius: 61,
      memoryCelsius: 88,
      powerWatts: 228.51,
      fanPercent: 70,
      frequencyMegahertz: 1410,
    },
    { index: 1, kind: 'gpu', name: 'Tesla, the second', busId: '0a:00.0', temperatureCelsius: 55 },
  ])
})

test('nvidia-smi that is missing, and one that fails, say so', async () => {
  expect(await readNvidiaSmi({ program: '/nowhere/nvidia-smi' })).toMatchObject({
    ok: false,
    problem: expect.stringContaining('not installed'),
  })
  const root = tree({
    'nvidia-smi': '#!/bin/sh\necho "NVIDIA-SMI has failed because it could not communicate" >&2\nexit 9\n',
  })
  chmodSync(join(root, 'nvidia-smi'), 0o755)
  expect(await readNvidiaSmi({ program: join(root, 'nvidia-smi') })).toMatchObject({
    ok: false,
    problem: expect.stringContaining('could not communicate'),
  })
})

test('amdgpu: milli and micro units, labels, the PCI address; other drivers are left out', async () => {
  const card = 'class/drm/card1/device'
  const root = tree({
    [`${card}/uevent`]: 'DRIVER=amdgpu\nPCI_SLOT_NAME=0000:0b:00.0\n',
    [`${card}/hwmon/hwmon3/name`]: 'amdgpu\n',
    [`${card}/hwmon/hwmon3/temp1_input`]: '54000\n',
    [`${card}/hwmon/hwmon3/temp1_label`]: 'edge\n',
    [`${card}/hwmon/hwmon3/temp2_input`]: '66000\n',
    [`${card}/hwmon/hwmon3/temp2_label`]: 'junction\n',
    [`${card}/hwmon/hwmon3/temp3_input`]: '78000\n',
    [`${card}/hwmon/hwmon3/temp3_label`]: 'mem\n',
    [`${card}/hwmon/hwmon3/power1_average`]: '96000000\n',
    [`${card}/hwmon/hwmon3/fan1_input`]: '1500\n',
    [`${card}/hwmon/hwmon3/pwm1`]: '102\n',
    [`${card}/hwmon/hwmon3/freq1_input`]: '1187000000\n',
    'class/drm/card0/device/hwmon/hwmon0/name': 'i915\n',
    'class/drm/card1-DP-1/status': 'connected\n',
  })
  expect(await readAmdgpu(root)).toEqual({
    ok: true,
    devices: [
      {
        index: 0,
        kind: 'gpu',
        busId: '0b:00.0',
        temperatureCelsius: 54,
        hotspotCelsius: 66,
        memoryCelsius: 78,
        powerWatts: 96,
        fanRpm: 1500,
        fanPercent: 40,
        frequencyMegahertz: 1187,
      },
    ],
  })
  expect(await readAmdgpu('/nowhere')).toMatchObject({ ok: false })
})

test('RAPL: watts between two looks, also over the counter’s end; parts are not counted twice', async () => {
  const zone = 'class/powercap/intel-rapl:0'
  const root = tree({
    [`${zone}/energy_uj`]: '1000000',
    [`${zone}/max_energy_range_uj`]: '100000000',
    'class/powercap/intel-rapl:0:0/energy_uj': '1',
  })
  const memory = {}
  expect(await readRapl(memory, root, 0)).toEqual({ ok: true })
  writeFileSync(join(root, zone, 'energy_uj'), '91000000')
  expect(await readRapl(memory, root, 1_000)).toEqual({ ok: true, powerWatts: 90 })
  writeFileSync(join(root, zone, 'energy_uj'), '41000000')
  expect(await readRapl(memory, root, 3_000)).toEqual({ ok: true, powerWatts: 25 })
})

test('the CPU: the hottest core of its driver and the name; without anything, a problem', async () => {
  const root = tree({
    'proc/cpuinfo': 'processor : 0\nmodel name\t: AMD Ryzen 9 5950X\n',
    'sys/class/hwmon/hwmon0/name': 'nvme\n',
    'sys/class/hwmon/hwmon0/temp1_input': '99000\n',
    'sys/class/hwmon/hwmon1/name': 'k10temp\n',
    'sys/class/hwmon/hwmon1/temp1_input': '71125\n',
    'sys/class/hwmon/hwmon1/temp1_label': 'Tctl\n',
    'sys/class/hwmon/hwmon1/temp3_input': '65000\n',
    'sys/class/hwmon/hwmon1/temp3_label': 'Tccd1\n',
  })
  expect(await readCpu({}, root)).toMatchObject({
    ok: true,
    devices: [{ kind: 'cpu', name: 'AMD Ryzen 9 5950X', temperatureCelsius: 65 }],
  })
  expect(await readCpu({}, '/nowhere')).toMatchObject({ ok: false })
})
