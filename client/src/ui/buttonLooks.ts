export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger'
export type ButtonSize = 'normal' | 'compact'

const SHAPE =
  'inline-flex items-center justify-center gap-2 rounded-8 font-bold text-center no-underline cursor-pointer ' +
  'max-sm:whitespace-normal sm:whitespace-nowrap transition-colors aria-disabled:cursor-not-allowed forced-colors:border'

// A compact button is drawn smaller, and an unseen margin keeps its pressable area at 44 px.
const SIZES: { readonly [size in ButtonSize]: string } = {
  normal: 'min-h-11 px-5 py-2',
  compact: 'relative min-h-9 px-3 py-1 after:absolute after:inset-x-0 after:-inset-y-1',
}

const KINDS: { readonly [kind in ButtonKind]: string } = {
  primary:
    'bg-key-900 text-white border border-transparent hover:bg-key-1000 hover:underline active:bg-key-1200 ' +
    'aria-disabled:bg-solid-gray-100 aria-disabled:text-solid-gray-700 aria-disabled:no-underline',
  secondary:
    'bg-white text-key-900 border border-key-900 hover:bg-key-50 hover:underline active:bg-key-100 ' +
    'aria-disabled:bg-white aria-disabled:border-solid-gray-420 aria-disabled:text-solid-gray-700 aria-disabled:no-underline',
  quiet:
    'px-1! bg-transparent text-key-900 border border-transparent underline underline-offset-3 hover:bg-key-50 active:bg-key-100 ' +
    'aria-disabled:text-solid-gray-700',
  danger:
    'bg-white text-error-2 border border-error-2 hover:bg-red-50 hover:underline active:bg-red-100 ' +
    'aria-disabled:border-solid-gray-420 aria-disabled:text-solid-gray-700 aria-disabled:no-underline',
}

/** The look shared by a button and by a link that is drawn as one. */
export const buttonLooks = (kind: ButtonKind, size: ButtonSize): string => `${SHAPE} ${SIZES[size]} ${KINDS[kind]}`
