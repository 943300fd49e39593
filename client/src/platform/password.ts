/** Unit: characters. The server refuses fewer; kept here too so that no parser is fetched to say so while typing. */
export const SHORTEST_PASSWORD = 15
