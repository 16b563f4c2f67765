import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js'

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
)
Chart.defaults.animation = false
Chart.defaults.font.family = '"Inter Variable", system-ui, sans-serif'
Chart.defaults.font.size = 12
Chart.defaults.responsive = true
Chart.defaults.maintainAspectRatio = false
