"""Record to story: what is said in minutes, agenda, newsletter and letters, before anybody decides how it looks."""
