// Names as they are compared: in lower case, without the final dot.

export function bareName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '')
}

export function isInZone(name: string, zone: string): boolean {
  return zone === '' || name === zone || name.endsWith(`.${zone}`)
}
