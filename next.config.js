import { fileURLToPath } from 'node:url'

/** @type {import('next').NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  agentRules: false,
  // Types are checked by the tests; a build on somebody's machine need not wait for it.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
  // Every page has its title and icon in its head: streamed after it, browsers ask for an icon of their own guess first.
  htmlLimitedBots: /.*/,
  // In development Next.js prints what server actions are called with, passwords included.
  logging: { serverFunctions: false },
  // Native code and worker threads: loaded from node_modules as they are, never bundled into a page.
  serverExternalPackages: ['better-sqlite3', '@prisma/client', '@prisma/adapter-better-sqlite3', 'pino', 'socket.io'],
  experimental: {
    optimizePackageImports: ['@mantine/core', '@mantine/hooks', '@tabler/icons-react'],
    // `forbidden()`: what a role does not allow is answered 403, not 500.
    authInterrupts: true,
  },
  turbopack: { root: fileURLToPath(new URL('.', import.meta.url)) },
}

export default config
