/** Another rig, by which a machine may be known as well; the present key comes first. */
export type OtherRig = { id: number; name: string; keys: string[] }
