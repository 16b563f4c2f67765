/** What an agent said of its looking around since the server started; absent for one that is too old to know of it. */
export type DiscoveryState =
  | { allowed: false }
  | {
      allowed: true
      /** What it would look through. */
      networks: string[]
      /** Networks that it will not look through, with the reason in words. */
      leftOut: string[]
      /** Networks in which nobody answered when it looked last, if it did since the server started. */
      unreached?: string[]
      /** Networks, or parts of them, to which it had no way then. */
      unasked?: string[]
      /** Under way now. */
      scan?: { scanId: string; checked: number; total: number }
    }
