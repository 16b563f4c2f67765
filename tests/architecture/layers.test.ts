import { createRequire } from 'node:module'
import { cruise } from 'dependency-cruiser'
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import { expect, test } from 'vitest'

const rules = createRequire(import.meta.url)('../../.dependency-cruiser.cjs')

test('imports point down only', { timeout: 120_000 }, async () => {
  const places = ['server.ts', 'davylamp.ts', 'proxy.ts', 'app', 'agent', 'commands', 'lib', 'simulators']
  const result = await cruise(
    places,
    { ...rules.options, ruleSet: rules, validate: true },
    rules.options.enhancedResolveOptions,
    {
      tsConfig: extractTsConfig('tsconfig.json'),
    },
  )
  if (typeof result.output === 'string') throw new Error('expected a result object')
  // Without this guard a tool that sees no modules at all would pass.
  expect(result.output.summary.totalCruised).toBeGreaterThan(150)
  expect(result.output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([])
})
