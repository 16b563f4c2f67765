/** The mark: a miner's lamp. The flame is the only thing in the product that wears its colour, beside the live dot. */
export function LampMark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true" focusable="false">
      <path d="M9.6 4.2a2.4 2.4 0 0 1 4.8 0" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
      <path d="M8 6.6h8M6.6 20.6h10.8" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
      <path d="M8.4 6.6v14M15.6 6.6v14" stroke="currentColor" strokeWidth="1.5" />
      <path d="M12 9.2c2 2.3 2.6 3.6 2.6 5.1a2.6 2.6 0 0 1-5.2 0c0-1.5.6-2.8 2.6-5.1Z" fill="var(--flame)" />
    </svg>
  )
}
