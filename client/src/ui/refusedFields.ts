import { createContext, useContext, useState } from 'react'

/** What of a form was refused where it was sent to: by the name of its field, what is wrong with it. */
export interface Refused {
  readonly fields: ReadonlyMap<string, string>
  /** How often the form has been sent. */
  readonly sendings: number
}

export const RefusedFields = createContext<Refused>({ fields: new Map(), sendings: 0 })

/** What is wrong with a field by the answer, for as long as there stands in it what was sent. Its value is plain data. */
export function useRefused(name: string | undefined, value: unknown): string | undefined {
  const { fields, sendings } = useContext(RefusedFields)
  const stands = JSON.stringify(value)
  const [sent, setSent] = useState({ sendings, stands })
  if (sent.sendings !== sendings) setSent({ sendings, stands })
  return name !== undefined && sent.stands === stands ? fields.get(name) : undefined
}
