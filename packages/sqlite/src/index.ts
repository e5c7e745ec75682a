/** Under construction. @packageDocumentation */
export {}
