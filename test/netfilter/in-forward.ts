// A table of nftables whose chain stands in the forward hook, with sets and maps for its rules to ask.
import { nft } from './hold-against-kernel.ts'

export function inForward(...rules: readonly string[]): string {
  return nft(`table inet own {
    set pairs { type ipv4_addr . inet_service; flags interval; elements = { 10.2.0.0/30 . 8001, 10.2.0.4-10.2.0.5 . 8000-8002 }
    }
    set ports { type inet_service; elements = { 8001, 8003 }
    }
    map wanted { type inet_service : verdict; elements = { 8000 : accept, 8001 : drop, 8002 : jump inner }
    }
    chain inner {
      drop
    }
    chain f { type filter hook forward priority 0
      ${rules.join('\n')}
    } }`)
}
