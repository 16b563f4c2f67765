import type { SimulatedRig } from './simulated-rig'

export type HttpQuestion = {
  method: string
  path: string
  query: URLSearchParams
  /** Of the Authorization header, without the word Bearer. */
  bearerToken: string | undefined
}

export type HttpAnswer = { status: number; body: unknown }

/** What a simulator may be told besides its rig. */
export type SimulatorSettings = {
  /** A bearer token that the API then demands (XMRig). */
  accessToken?: string
}

/** How one family of miners answers on its own port, from the model's figures of this moment. */
export type WireFamily =
  | { scheme: 'http'; answer(rig: SimulatedRig, question: HttpQuestion, settings: SimulatorSettings): HttpAnswer }
  /** `request` is all that came so far; `undefined` means that the request is not complete yet. */
  | { scheme: 'tcp'; answer(rig: SimulatedRig, request: string): string | undefined }
