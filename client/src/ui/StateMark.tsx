export type MarkTone = 'neutral' | 'progress' | 'good' | 'attention' | 'stop'
export type MarkShape = 'ring' | 'half' | 'disc' | 'triangle' | 'square'

interface Props {
  readonly tone: MarkTone
  readonly shape: MarkShape
  readonly children: string
}

const TONES: { readonly [tone in MarkTone]: string } = {
  neutral: 'text-solid-gray-800 border-solid-gray-600',
  progress: 'text-key-900 border-key-900',
  good: 'text-success-2 border-success-2',
  attention: 'text-warning-orange-2 border-warning-orange-2',
  stop: 'text-solid-gray-700 border-solid-gray-420 bg-solid-gray-50',
}

const SHAPES: { readonly [shape in MarkShape]: string } = {
  ring: 'M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1zm0 1.8a3.2 3.2 0 1 1 0 6.4 3.2 3.2 0 0 1 0-6.4z',
  half: 'M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1zm0 1.6v6.8a3.4 3.4 0 0 1 0-6.8z',
  disc: 'M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1z',
  triangle: 'M6 1 0.5 11h11z',
  square: 'M1.5 1.5h9v9h-9z',
}

/** The state of a thing: a shape, a word and a colour, any one of which is enough. */
export function StateMark({ tone, shape, children }: Props) {
  return (
    <span
      className={`inline-flex items-center gap-1.5 rounded-8 border bg-white min-[24rem]:whitespace-nowrap px-2 py-0.5 text-dns-14B-130 print:border-black print:text-black ${TONES[tone]}`}
    >
      <svg aria-hidden="true" viewBox="0 0 12 12" className="mark-shape size-3 shrink-0 fill-current">
        <path fillRule="evenodd" d={SHAPES[shape]} />
      </svg>
      {children}
    </span>
  )
}
