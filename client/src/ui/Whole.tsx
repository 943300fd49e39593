/** A word of Japanese is not torn over two lines; between words, and after a comma, a line may end. */
export const Whole = ({ text }: { readonly text: string }) => <span className="break-keep">{text}</span>
