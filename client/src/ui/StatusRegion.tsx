import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import { Button } from './Button.tsx'
import { useUiWords } from './UiWords.tsx'

interface Status {
  readonly text: string
  readonly undo: (() => void) | null
}

export interface StatusPort {
  /** Says what has just been done, with a way to take it back where there is one. Stays until the next thing is said. */
  readonly say: (text: string, undo?: () => void) => void
  readonly clear: () => void
}

export const StatusContext = createContext<StatusPort>({ say: () => undefined, clear: () => undefined })

export const useStatus = (): StatusPort => useContext(StatusContext)

/** One place at the foot of the page where the last act is confirmed. It moves nothing and vanishes by itself never. */
export function StatusRegion({ children }: { readonly children: ReactNode }) {
  const [status, setStatus] = useState<Status | null>(null)
  const port = useMemo<StatusPort>(
    () => ({ say: (text, undo) => setStatus({ text, undo: undo ?? null }), clear: () => setStatus(null) }),
    [],
  )
  return (
    <StatusContext value={port}>
      {children}
      <StatusLine status={status} onClear={port.clear} />
    </StatusContext>
  )
}

function StatusLine({ status, onClear }: { readonly status: Status | null; readonly onClear: () => void }) {
  const words = useUiWords()
  const undo = status?.undo ?? null
  return (
    <div className="off-paper pointer-events-none fixed inset-x-0 bottom-0 z-30 flex justify-center px-4 pb-4">
      <div role="status">
        {status !== null && (
          <div className="pointer-events-auto flex flex-wrap items-center gap-x-4 gap-y-1 rounded-12 border-2 border-success-2 bg-white py-2 pr-2 pl-5 shadow-2">
            <span className="text-solid-gray-900">{status.text}</span>
            {undo !== null && (
              <Button
                kind="secondary"
                size="compact"
                onPress={() => {
                  onClear()
                  undo()
                }}
              >
                {words.undo}
              </Button>
            )}
            <Button kind="quiet" size="compact" onPress={onClear}>
              {words.close}
            </Button>
          </div>
        )}
      </div>
    </div>
  )
}
