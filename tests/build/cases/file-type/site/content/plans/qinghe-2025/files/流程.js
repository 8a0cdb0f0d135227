<script>1</script>
