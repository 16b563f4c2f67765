// Runs everything that proves the project, as CI does, and ends with the line `N passed, N failed`.
//   npm test                 everything
//   npm test -- --only A,B   some of: build, format, types, unused, parts, parts-postgresql, journeys
// What the machine lacks (a browser, a Python client) is skipped and named; with CI=true nothing may be skipped.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const onlyAt = process.argv.indexOf('--only')
const all = ['build', 'format', 'types', 'unused', 'parts', 'parts-postgresql', 'journeys']
const wanted = onlyAt > 0 ? (process.argv[onlyAt + 1] ?? '').split(',') : all
const unknown = wanted.filter((name) => !all.includes(name))
if (unknown.length > 0) {
  // Without this, a misspelled name would run nothing and pass.
  process.stderr.write(`There is no check called "${unknown.join('", "')}". There are ${all.join(', ')}.\n`)
  process.exit(2)
}
const results = mkdtempSync(join(tmpdir(), 'davylamp-test-'))

let passed = 0
let failed = 0
const skipped = []
// What failed, one line each, said once more at the very end: a log that was cut off at its beginning still tells it.
const failures = []

/** A check is one thing that passes or fails as a whole. */
function check(name, command, ...args) {
  if (!wanted.includes(name)) return
  process.stdout.write(`\n▸ ${name}\n`)
  const { status } = spawnSync(command, args, { stdio: 'inherit' })
  if (status === 0) passed++
  else {
    failed++
    failures.push(name)
    process.stdout.write(`✗ ${name} failed\n`)
  }
}

/** A vitest project counts test by test. */
function tests(project) {
  if (!wanted.includes(project)) return
  process.stdout.write(`\n▸ ${project}\n`)
  const file = join(results, `${project}.json`)
  const { status } = spawnSync(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile=${file}`,
    ],
    { stdio: 'inherit' },
  )
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'))
    passed += report.numPassedTests
    failed += report.numFailedTests
    for (const suite of report.testResults) {
      const place = relative('.', suite.name)
      for (const { status: outcome, fullName, failureMessages } of suite.assertionResults) {
        if (outcome === 'pending' || outcome === 'skipped' || outcome === 'todo') skipped.push(fullName)
        if (outcome === 'failed') failures.push(failure(project, place, fullName, failureMessages[0]))
      }
      const hasFailedTest = suite.assertionResults.some(({ status: outcome }) => outcome === 'failed')
      if (suite.status === 'failed' && !hasFailedTest) failures.push(failure(project, place, '', suite.message))
    }
    // A file that cannot be loaded, or a check outside any test, fails without a failed test.
    if (status !== 0 && report.numFailedTests === 0) {
      failed++
      failures.push(`${project} ended with ${status}, outside any test`)
    }
  } catch (error) {
    failed++
    failures.push(failure(project, 'no report', '', String(error)))
  }
}

/** A failure as one line: where, which, and the first line of what was said. */
function failure(project, place, fullName, said = '') {
  const [reason] = stripVTControlCharacters(said).trim().split('\n')
  return [project, place, fullName, reason?.slice(0, 300)].filter(Boolean).join(' › ')
}

function isInstalled(program) {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0
}

const bin = (name) => join('node_modules', '.bin', name)
check('build', process.execPath, 'scripts/build.mjs', '--if-stale')
check('format', bin('biome'), 'ci', '.')
check('types', bin('tsc'), '--noEmit')
check('unused', bin('knip'))
tests('parts')
if (existsSync('/usr/lib/postgresql') && isInstalled('redis-server')) tests('parts-postgresql')
else if (wanted.includes('parts-postgresql')) skipped.push('parts-postgresql: apt-get install postgresql redis-server')
tests('journeys')
rmSync(results, { recursive: true, force: true })

if (skipped.length > 0) {
  process.stdout.write(
    `\nskipped, because this machine lacks what they need:\n${skipped.map((name) => `  ${name}\n`).join('')}`,
  )
  if (process.env.CI === 'true') failed += skipped.length
}
process.stdout.write(failures.length > 0 ? `\nfailed:\n${failures.map((line) => `  ${line}\n`).join('')}` : '\n')
process.stdout.write(`${passed} passed, ${failed} failed\n`)
process.exit(failed > 0 ? 1 : 0)
