// Imports point down only: each layer may import itself and what is listed beside it (docs/architecture.md).
const layers = {
  'server.ts': ['lib/', 'app/api/'],
  'davylamp.ts': ['commands/', 'lib/', 'server.ts', 'agent/'],
  'commands/': ['lib/', 'server.ts', 'agent/', 'simulators/'],
  'agent/': ['lib/wire/', 'lib/domain/'],
  'simulators/': [],
  'app/': ['lib/services/', 'lib/wire/', 'lib/domain/'],
  'proxy.ts': ['app/security-headers.ts'],
  'lib/live/': ['lib/services/', 'lib/wire/', 'lib/domain/'],
  'lib/jobs/': ['lib/services/', 'lib/domain/'],
  'lib/services/': ['lib/db/', 'lib/market/', 'lib/notify/', 'lib/wire/', 'lib/domain/', 'lib/config.ts'],
  'lib/db/': ['lib/domain/', 'lib/wire/rig-chart.ts'],
  'lib/market/': ['lib/domain/'],
  'lib/notify/': ['lib/domain/'],
  'lib/wire/': ['lib/domain/'],
  'lib/config.ts': [],
  'lib/domain/': [],
}
const at = (paths) => `^(${paths.map((path) => path.replace('.', '\\.')).join('|')})`

module.exports = {
  forbidden: [
    ...Object.entries(layers).map(([layer, below]) => ({
      name: `${layer} imports only what is below it`,
      severity: 'error',
      from: { path: at([layer]) },
      to: { path: at(Object.keys(layers)), pathNot: at([layer, ...below]) },
    })),
    {
      name: 'the domain is pure',
      severity: 'error',
      from: { path: '^lib/domain/' },
      to: { pathNot: '^lib/domain/' },
    },
    {
      name: 'browser code sees the domain and the wire only',
      severity: 'error',
      from: { path: '\\.client\\.tsx$' },
      to: { path: '^lib/', pathNot: '^lib/(domain|wire)/' },
    },
    {
      name: 'Prisma and the drivers stay in lib/db',
      severity: 'error',
      from: { pathNot: '^(lib/db/|scripts/|tests/|node_modules/|prisma)' },
      to: { path: '(node_modules/@prisma/|node_modules/better-sqlite3|node_modules/(@types/)?pg/|lib/db/generated)' },
    },
    { name: 'no cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no broken imports', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: '(node_modules|lib/db/generated)' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    // Packages that only publish "exports", as most do by now.
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
