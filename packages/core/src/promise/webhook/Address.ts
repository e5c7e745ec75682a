import { BlockList, isIP } from "node:net"

/** Networks of IPv4 that are not the public internet's: the IANA special-purpose registry, multicast and reserved space. */
const special4 = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const

/** Networks within the global unicast space of IPv6 that are not the public internet's, or lead into IPv4 by themselves. */
const special6 = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const

const blocked = new BlockList()
for (const [network, prefix] of special4) blocked.addSubnet(network, prefix, "ipv4")
for (const [network, prefix] of special6) blocked.addSubnet(network, prefix, "ipv6")

const globalUnicast = new BlockList()
globalUnicast.addSubnet("2000::", 3, "ipv6")

/**
 * Whether an address is one of the public internet: neither private, loopback, link-local, shared, reserved, documentation nor
 * multicast. Of IPv6 only global unicast is; addresses that hold one of IPv4 (mapped, NAT64, 6to4) are not. Text that is no
 * address is not.
 *
 * @param address - IPv4 or IPv6, without brackets
 * @example
 * ```ts
 * import { isPublicAddress } from "@salesdept/core/webhook"
 *
 * isPublicAddress("93.184.215.14") // true
 * isPublicAddress("192.168.0.10") // false
 * isPublicAddress("::ffff:93.184.215.14") // false
 * ```
 */
export const isPublicAddress = (address: string): boolean => {
  switch (isIP(address)) {
    case 4:
      return !blocked.check(address, "ipv4")
    case 6:
      // A zone (`fe80::1%eth0`) is only ever that of a link.
      return !address.includes("%") && globalUnicast.check(address, "ipv6") && !blocked.check(address, "ipv6")
    default:
      return false
  }
}
