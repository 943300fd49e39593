import { useParams } from 'react-router'

/** What the address names in this place. A route without that place is a bug of the route table. */
export function useAddressed(place: string): string {
  const named = useParams()[place]
  if (named === undefined) throw new Error(`the address has no place ${place}`)
  return named
}
