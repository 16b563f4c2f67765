import { afterAll } from 'vitest'
import { endPrograms } from './program'

// Programs whose test forgot them, or never got hold of them because their start failed or took too long.
afterAll(() => endPrograms())
