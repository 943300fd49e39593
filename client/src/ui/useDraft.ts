import { useState } from 'react'

export interface Draft<Shape> {
  readonly value: Shape
  /** A setter for one field, to hand to that field. */
  readonly set: <Key extends keyof Shape>(key: Key) => (value: Shape[Key]) => void
}

/** The value and the setter of one field, for the control that shows it, and its name, under which it may be refused. */
export const fieldOf = <Shape, Key extends keyof Shape & string>(draft: Draft<Shape>, key: Key) => ({
  name: key as string,
  value: draft.value[key],
  onChange: draft.set(key),
})

/** What is being filled in, before it is sent. It is kept when sending fails. */
export function useDraft<Shape extends object>(initial: Shape): Draft<Shape> {
  const [value, setValue] = useState(initial)
  return { value, set: (key) => (next) => setValue((before) => ({ ...before, [key]: next })) }
}

export interface Changes<Shape> extends Draft<Shape> {
  /** What has been filled in here, and nothing else. */
  readonly made: Partial<Shape>
  /** What has been filled in here and was changed elsewhere since. */
  readonly overtaken: readonly (keyof Shape)[]
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** What is being changed of something that others may change meanwhile: what is left alone here follows `shown`. The fields are plain data. */
export function useChanges<Shape extends object>(shown: Shape): Changes<Shape> {
  const [made, setMade] = useState<Partial<Shape>>({})
  const [begunFrom, setBegunFrom] = useState<Partial<Shape>>({})
  const keys = Object.keys(made) as (keyof Shape)[]
  return {
    value: { ...shown, ...made },
    set: (key) => (next) => {
      setBegunFrom((before) => ({ [key]: shown[key], ...before }))
      setMade((before) => ({ ...before, [key]: next }))
    },
    made,
    overtaken: keys.filter((key) => !isSame(shown[key], begunFrom[key]) && !isSame(shown[key], made[key])),
  }
}
