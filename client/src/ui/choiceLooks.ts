/** A line that can be pressed anywhere, 44 px high, around a check box or a radio button. */
export const choiceLooks =
  'group relative flex min-h-11 cursor-pointer items-center gap-3 wrap-anywhere rounded-8 py-1 pr-3 text-solid-gray-900 ' +
  'data-[focus-visible]:outline-4 data-[focus-visible]:outline-black data-[focus-visible]:outline-offset-2 ' +
  'data-[focus-visible]:ring-2 data-[focus-visible]:ring-yellow-300 data-[hovered]:bg-key-50 ' +
  'data-[disabled]:cursor-not-allowed data-[disabled]:text-solid-gray-600'
