// Imports the types of `event.locals` and of error pages.
import '@entente/site/locals'
