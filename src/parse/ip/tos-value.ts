// The number behind a TOS as iproute2 prints it: hexadecimal, or a name of its rt_dsfield file.

/** Null for a name that is not iproute2's own (its file can be edited). */
export function tosValue(text: string): number | null {
  if (/^(0x[0-9a-f]+|\d+)$/i.test(text)) return Number(text)
  return names.get(text) ?? null
}

// iproute2's /etc/iproute2/rt_dsfield
const names: ReadonlyMap<string, number> = new Map(
  Object.entries({
    default: 0x00,
    AF11: 0x28,
    AF12: 0x30,
    AF13: 0x38,
    AF21: 0x48,
    AF22: 0x50,
    AF23: 0x58,
    AF31: 0x68,
    AF32: 0x70,
    AF33: 0x78,
    AF41: 0x88,
    AF42: 0x90,
    AF43: 0x98,
    CS1: 0x20,
    CS2: 0x40,
    CS3: 0x60,
    CS4: 0x80,
    CS5: 0xa0,
    CS6: 0xc0,
    CS7: 0xe0,
    EF: 0xb8,
  }),
)
