"""Import a spreadsheet with a map: read the rows, compare them with the last import, plan the changes."""
