"""Publishing what boards decide: one meeting record becomes minutes, a newsletter and a mailing."""
