extension OfficialTables {
  package func write(to path: String) throws {}
}
