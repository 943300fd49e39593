import {
  createContext,
  type MouseEvent,
  type ReactNode,
  useContext,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { Button } from './Button.tsx'
import { useUiWords } from './UiWords.tsx'

interface Status {
  readonly text: string
  readonly undo: (() => void) | null
  /** Where the keyboard was when it was said. */
  readonly near: Element | null
  /** Counts what was said: the same words said once more are drawn anew, and so heard once more. */
  readonly count: number
}

export interface StatusPort {
  /** Says what has just been done, with a way to take it back where there is one. Stays until the next thing is said. */
  readonly say: (text: string, undo?: () => void) => void
  /** Takes it off the page, and with it what was still to be said: the page is another member's, or in another language. */
  readonly clear: () => void
  /** A way to say later what becomes of what is begun now. */
  readonly later: () => StatusPort['say']
}

const nothing = () => undefined
const StatusContext = createContext<StatusPort>({ say: nothing, clear: nothing, later: () => nothing })

export const useStatus = (): StatusPort => useContext(StatusContext)

const HeightContext = createContext(0)

/** How much of the page's foot the last act covers. Unit: pixels; 0 while none is shown. */
export const useStatusHeight = (): number => useContext(HeightContext)

/** One place at the foot of the page where the last act is confirmed. It moves nothing and vanishes by itself never. */
export function StatusRegion({ children }: { readonly children: ReactNode }) {
  const [status, setStatus] = useState<Status | null>(null)
  const clearings = useRef(0)
  const port = useMemo<StatusPort>(() => {
    const say: StatusPort['say'] = (text, undo) => {
      const near = document.activeElement
      setStatus((before) => ({ text, undo: undo ?? null, near, count: (before?.count ?? 0) + 1 }))
    }
    return {
      say,
      clear: () => {
        clearings.current += 1
        setStatus(null)
      },
      later: () => {
        const begun = clearings.current
        return (text, undo) => (clearings.current === begun ? say(text, undo) : undefined)
      },
    }
  }, [])
  const line = useRef<HTMLDivElement>(null)
  const [height, setHeight] = useState(0)
  useLayoutEffect(() => {
    const covered = status === null ? 0 : (line.current?.clientHeight ?? 0)
    setHeight(covered)
    // What takes the focus is scrolled to where it can be seen.
    document.documentElement.style.scrollPaddingBottom = `${covered}px`
  }, [status])
  return (
    <StatusContext value={port}>
      <HeightContext value={height}>{children}</HeightContext>
      <div
        ref={line}
        className="last-act off-paper pointer-events-none fixed inset-x-0 bottom-0 z-30 flex justify-center px-4 pb-4"
      >
        <StatusLine status={status} onClear={() => setStatus(null)} />
      </div>
    </StatusContext>
  )
}

/** A press of the mouse takes the focus from nothing: whoever writes goes on writing. */
function keepFocus(press: MouseEvent<HTMLElement>): void {
  if (press.target instanceof Element && press.target.closest('button') !== null) press.preventDefault()
}

/** The keyboard, whose button goes with the line, is back where it was, or on the page where that is gone. */
function returnFocus(line: HTMLElement | null, near: Element | null): void {
  if (line?.contains(document.activeElement) !== true) return
  const isThere = near instanceof HTMLElement && near.isConnected && near !== document.body && !line.contains(near)
  if (isThere) near.focus()
  else document.querySelector('main')?.focus({ preventScroll: true })
}

function StatusLine({ status, onClear }: { readonly status: Status | null; readonly onClear: () => void }) {
  const words = useUiWords()
  const line = useRef<HTMLDivElement>(null)
  const undo = status?.undo ?? null
  const leave = () => {
    returnFocus(line.current, status?.near ?? null)
    onClear()
  }
  return (
    <div ref={line} role="status" className="min-w-0 wrap-anywhere" onMouseDown={keepFocus}>
      {status !== null && (
        <div className="pointer-events-auto flex flex-wrap items-center gap-x-4 gap-y-1 rounded-12 border-2 border-solid-gray-700 bg-white py-2 pr-2 pl-5 shadow-2">
          <span key={status.count} className="text-solid-gray-900">
            {status.text}
          </span>
          {undo !== null && (
            <Button
              kind="secondary"
              size="compact"
              onPress={() => {
                leave()
                undo()
              }}
            >
              {words.undo}
            </Button>
          )}
          <Button kind="quiet" size="compact" onPress={leave}>
            {words.close}
          </Button>
        </div>
      )}
    </div>
  )
}
