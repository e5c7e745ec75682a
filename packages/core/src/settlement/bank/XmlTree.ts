import { SaxesParser } from "saxes"

/** An element of a document. */
export interface XmlElement {
  /** Local name, without prefix. */
  readonly name: string
  /** Attributes by name. */
  readonly attributes: { readonly [name: string]: string }
  /** Child elements, in order. */
  readonly children: ReadonlyArray<XmlElement>
  /** Text of its own, trimmed. */
  readonly text: string
}

interface Growing {
  readonly name: string
  readonly attributes: { readonly [name: string]: string }
  readonly children: Array<Growing>
  text: string
}

const deepest = 64

/**
 * Parses a document to a tree. A document type is refused before anything of it is looked at, so that no entity is ever
 * declared, let alone expanded; elements may be nested 64 deep.
 *
 * @returns the root, or the rule that the text breaks
 */
export const xmlTree = (text: string): XmlElement | "xml" | "doctype" | "tooDeep" => {
  if (/<!DOCTYPE/i.test(text)) return "doctype"
  const open: Array<Growing> = []
  let root: Growing | null = null
  const faults: Array<"xml" | "tooDeep"> = []
  const parser = new SaxesParser()
  parser.on("error", () => {
    faults.push("xml")
  })
  parser.on("opentag", ({ name, attributes }) => {
    const element: Growing = { name: name.slice(name.indexOf(":") + 1), attributes, children: [], text: "" }
    open.at(-1)?.children.push(element)
    root ??= element
    open.push(element)
    if (open.length > deepest) faults.push("tooDeep")
  })
  const add = (piece: string): void => {
    const element = open.at(-1)
    if (element !== undefined) element.text += piece
  }
  parser.on("text", add)
  parser.on("cdata", add)
  parser.on("closetag", () => {
    const element = open.pop()
    if (element !== undefined) element.text = element.text.trim()
  })
  // In pieces, so that a fault ends the work early.
  const piece = 65_536
  for (let at = 0; at < text.length && faults.length === 0; at += piece) parser.write(text.slice(at, at + piece))
  if (faults.length === 0) parser.close()
  return faults[0] ?? root ?? "xml"
}

/** The first descendant along a path of names; null where one is missing. */
export const xmlAt = (element: XmlElement, ...path: ReadonlyArray<string>): XmlElement | null => {
  let current: XmlElement | null = element
  for (const name of path) current = current?.children.find((child) => child.name === name) ?? null
  return current
}

/** The text along a path; null where it is missing or empty. */
export const xmlText = (element: XmlElement, ...path: ReadonlyArray<string>): string | null => {
  const text = xmlAt(element, ...path)?.text ?? ""
  return text === "" ? null : text
}

/** The children of a name. */
export const xmlAll = (element: XmlElement, name: string): ReadonlyArray<XmlElement> =>
  element.children.filter((child) => child.name === name)
