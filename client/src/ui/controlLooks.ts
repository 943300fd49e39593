/** One line of typing: 44 px high, a border that forced colours keep, the error colour beside the error words. */
export const controlLooks =
  'min-h-11 w-full scroll-mt-28 rounded-8 border border-solid-gray-600 bg-white px-3 py-2 text-solid-gray-900 ' +
  'hover:border-black aria-invalid:border-error-2 aria-invalid:border-2'
