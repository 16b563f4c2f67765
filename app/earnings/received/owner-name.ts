/** What receipts may be told to belong to. */
export type Owner = { subject: string; name: string }

/** What receipts belong to, in words. */
export function ownerName(subject: string | undefined, owners: Owner[]): string {
  if (subject === undefined) return 'own rigs'
  return owners.find((owner) => owner.subject === subject)?.name ?? subject.replace(':', ' ')
}
