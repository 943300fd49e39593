import { useState } from 'react'

export interface Draft<Shape> {
  readonly value: Shape
  /** A setter for one field, to hand to that field. */
  readonly set: <Key extends keyof Shape>(key: Key) => (value: Shape[Key]) => void
}

/** What is being filled in, before it is sent. It is kept when sending fails. */
export function useDraft<Shape extends object>(initial: Shape): Draft<Shape> {
  const [value, setValue] = useState(initial)
  return { value, set: (key) => (next) => setValue((before) => ({ ...before, [key]: next })) }
}
