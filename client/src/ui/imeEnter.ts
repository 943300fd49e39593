interface KeyPress {
  readonly key: string
  readonly keyCode: number
  readonly nativeEvent: { readonly isComposing: boolean }
}

/** Safari ends the composition before it reports the key, and leaves only this code to tell. */
const KEY_CODE_OF_IME = 229

/** True for the Enter that confirms a conversion: it belongs to the input method and does nothing else. */
export const confirmsConversion = (press: KeyPress): boolean =>
  press.key === 'Enter' && (press.nativeEvent.isComposing || press.keyCode === KEY_CODE_OF_IME)

/** For the keys of a form and of its fields: the Enter that confirms a conversion sends nothing. */
export const keepFromSubmitting = (press: KeyPress & { preventDefault(): void }): void => {
  if (confirmsConversion(press)) press.preventDefault()
}
