#!/usr/bin/env node
import '../dist/davylamp.js'
