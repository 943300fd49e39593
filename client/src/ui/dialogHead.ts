import { createContext, type ReactNode } from 'react'

/** What a dialog says in the place of its own words, since it covers what the page says; null for nothing. */
export const DialogHeadContext = createContext<ReactNode>(null)
